-- Rents, one after another, what a file lists: a line for each, a token and a path.
local requests, at = {}, 0

function init()
  for line in io.lines(os.getenv("KULIS_BENCH_RENTALS")) do
    local token, path = line:match("(%S+) (%S+)")
    requests[#requests + 1] = wrk.format("POST", path, { ["Authorization"] = "Bearer " .. token })
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end
