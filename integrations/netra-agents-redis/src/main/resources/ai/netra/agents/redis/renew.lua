-- Leases a running run anew.
-- KEYS: see append. ARGV: 3 name among the leases, 4 writer, 5 lease in microseconds
-- Returns 1 if it was leased
local header = redis.call('HMGET', KEYS[1], 'phase', 'writer')
if header[1] ~= 'running' or header[2] ~= ARGV[4] then
    return 0
end
local time = redis.call('TIME')
local leased = string.format('%.0f', time[1] * 1000000 + time[2] + tonumber(ARGV[5]))
redis.call('HSET', KEYS[1], 'leased', leased)
redis.call('ZADD', KEYS[8], leased, ARGV[3])
return 1
