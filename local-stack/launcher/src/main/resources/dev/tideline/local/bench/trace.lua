-- One request for each line of a file of targets, in order and once; then the end.
local ffi = require("ffi")
ffi.cdef("int getpid(void); int kill(int process, int signal);")

local INTERRUPT = 2
local requests, at = {}, 0

function init(args)
  for target in io.lines(args[1]) do
    requests[#requests + 1] = wrk.format("GET", target)
  end
end

function request()
  at = at + 1
  if at == #requests + 1 then
    -- wrk sleeps for its whole duration; this wakes it up to tell what it saw.
    ffi.C.kill(ffi.C.getpid(), INTERRUPT)
  end
  return requests[(at - 1) % #requests + 1]
end
