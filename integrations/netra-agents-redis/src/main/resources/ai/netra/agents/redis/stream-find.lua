-- Finds the beginning of a stream, and keeps it from now on; unless its user was forgotten since it was put.
-- KEYS: see stream-put. ARGV: 1 name among the user's streams, 2 milliseconds
-- Returns its bytes, or nothing
local prefix = redis.call('GET', KEYS[1])
if not prefix then
    return false
end
if not redis.call('ZSCORE', KEYS[2], ARGV[1]) then
    redis.call('UNLINK', KEYS[1])
    return false
end
local milliseconds = tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('ZADD', KEYS[2], string.format('%.0f', now + milliseconds), ARGV[1])
if redis.call('PTTL', KEYS[2]) < milliseconds then
    redis.call('PEXPIRE', KEYS[2], ARGV[2])
end
return prefix
