-- Signers: each request is another person, from another network, with the form as a browser sends it.
-- The path is the address given to wrk; the first argument keeps one run's people apart from another's.
local run, number = "0", 0

function init(args) run = args[1] or "0" end

function request()
  number = number + 1
  local network = string.format("10.%d.%d.9", math.floor(number / 256) % 256, number % 256)
  local body = string.format("name=Ana+Sample+%d&email=ana%d.%s%%40example.org&address=1+Sample+Street" ..
    "&postcode=00000&basis=live&ward=North&old_enough=on", number, number, run)
  return wrk.format("POST", nil, {
    ["content-type"] = "application/x-www-form-urlencoded",
    ["sec-fetch-site"] = "same-origin",
    ["Host"] = "localhost",
    ["x-forwarded-for"] = network,
  }, body)
end
