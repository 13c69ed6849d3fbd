-- What wrk(1) sends in HTTPCase: orders that all differ, by TOKEN, each to be stored before it is answered.
local token = os.getenv("HANDBILL_BENCH_TOKEN")
local run = os.getenv("HANDBILL_BENCH_RUN")
local threads = 0

function setup(thread)
    threads = threads + 1
    thread:set("number", threads)
end

function init(arguments)
    count = 0
end

function request()
    count = count + 1
    local id = run .. "-" .. number .. "-" .. count
    local body = '{"id": "' .. id .. '", "name": "Person ' .. id .. 'x", "email": "person.' .. id ..
        '@example.org", "address": {"lines": ["' .. count .. " " .. run .. ' Example Street"], "town": "Exampleton", ' ..
        '"postcode": "M' .. (1 + number) .. " " .. (count % 10) .. 'AB"}, "items": [{"item": "leaflet-1", "quantity": 100}]}'
    return "POST /api/v1/orders HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " .. token ..
        "\r\nContent-Type: application/json\r\nContent-Length: " .. #body .. "\r\n\r\n" .. body
end

function done(summary, latency, requests)
    local errors = summary.errors
    io.write(string.format('\n{"requests": %d, "refused": %d, "broken": %d, "microseconds": %d, "median": %d, "p99": %d}\n',
        summary.requests, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
        summary.duration, latency:percentile(50), latency:percentile(99)))
end
