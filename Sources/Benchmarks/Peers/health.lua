-- What wrk(1) reports in HTTPCase of requests that store nothing.
function done(summary, latency, requests)
    local errors = summary.errors
    io.write(string.format('\n{"requests": %d, "refused": %d, "broken": %d, "microseconds": %d, "median": %d, "p99": %d}\n',
        summary.requests, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
        summary.duration, latency:percentile(50), latency:percentile(99)))
end
