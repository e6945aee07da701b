-- Requests at a rate: each waits for its turn, however long the last one took. What was missed by a tenth of a
-- second is given up. The first argument is the number of requests a second.
local ffi = require("ffi")
ffi.cdef [[
typedef struct { long seconds; long nanos; } moment;
int clock_gettime(int clock, moment *now);
]]

local monotonic = 1
local moment = ffi.new("moment")
local interval
local due

function init(args)
	interval = 1000 / tonumber(args[1])
end

function delay()
	ffi.C.clock_gettime(monotonic, moment)
	local now = tonumber(moment.seconds) * 1000 + tonumber(moment.nanos) / 1e6
	due = math.max((due or now) + interval, now - 100)
	return math.max(0, math.floor(due - now + 0.5))
end
