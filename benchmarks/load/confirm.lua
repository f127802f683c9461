-- People who press the link of their letter: one path a line in the file named by the first argument, each once.
local paths, number = {}, 0

function init(args) for line in io.lines(args[1]) do paths[#paths + 1] = line end end

function request()
  number = number + 1
  return wrk.format("POST", paths[number] or "/no-links-left/", {
    ["content-type"] = "application/x-www-form-urlencoded",
    ["sec-fetch-site"] = "same-origin",
    ["sec-fetch-user"] = "?1",
    ["Host"] = "localhost",
  }, "")
end
