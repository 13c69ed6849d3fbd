-- What wrk(1) sends in HTTPCase: orders that all differ, by TOKEN, each to be stored before it is answered. Each comes
-- from a household of its own, in each run another one. They are made before the clock starts.
local token = os.getenv("HANDBILL_BENCH_TOKEN")
local run = os.getenv("HANDBILL_BENCH_RUN")
local area = ({r1 = "M", r2 = "LS", r3 = "B"})[run] or "L"
local ahead = tonumber(os.getenv("HANDBILL_BENCH_AHEAD") or 40000)
local threads = 0

function setup(thread)
    threads = threads + 1
    thread:set("number", threads)
end

local function order(count)
    local id = run .. "-" .. number .. "-" .. count
    local body = '{"id": "' .. id .. '", "name": "Person ' .. id .. 'x", "email": "person.' .. id ..
        '@example.org", "address": {"lines": ["' .. count .. ' Example Street"], "town": "Exampleton", ' ..
        '"postcode": "' .. area .. (1 + number) .. " " .. (count % 10) .. 'AB"}, "items": [{"item": "leaflet-1", "quantity": 100}]}'
    return "POST /api/v1/orders HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " .. token ..
        "\r\nContent-Type: application/json\r\nContent-Length: " .. #body .. "\r\n\r\n" .. body
end

function init(arguments)
    sent = 0
    made = {}
    for count = 1, ahead do made[count] = order(count) end
end

function request()
    sent = sent + 1
    return made[sent] or order(sent)
end

function done(summary, latency, requests)
    local errors = summary.errors
    io.write(string.format('\n{"requests": %d, "refused": %d, "broken": %d, "microseconds": %d, "median": %d, "p99": %d}\n',
        summary.requests, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
        summary.duration, latency:percentile(50), latency:percentile(99)))
end
