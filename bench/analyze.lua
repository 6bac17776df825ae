-- Requests of bench/analyze.mjs: every payment has an id of its own; 5,000 cards, 1,000 terminals.
local threads = 0
function setup(thread)
  thread:set("worker", threads)
  threads = threads + 1
end
local count = 0
local prefix, headers
function init(args)
  prefix = args[1] .. "-" .. worker .. "-"
  headers = { ["Content-Type"] = "application/json", ["X-API-KEY"] = args[2] }
end
function request()
  count = count + 1
  local body = string.format(
    '{"transaction":{"transaction_id":"%s%07d","amount":"%d.50","currency":"EUR","card":"tok_%04d","customer_id":"c-%04d","merchant_id":"m-%03d","terminal_id":"t-%03d","country":"DE","channel":"online"}}',
    prefix, count, count * 7919 % 400 + 1, count * 31 % 5000, count * 31 % 5000, count * 17 % 1000, count * 17 % 1000)
  return wrk.format("POST", "/analyze", headers, body)
end
