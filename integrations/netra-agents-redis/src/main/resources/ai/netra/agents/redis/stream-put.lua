-- Keeps the beginning of a stream, and what it is forgotten by for at least as long.
--
-- KEYS, here and in stream-find: 1 what is kept, 2 names of the user's streams by expiry
-- ARGV: 1 name among the user's streams, 2 milliseconds, 3 bytes
local milliseconds = tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', string.format('%.0f', now - 1))
redis.call('ZADD', KEYS[2], string.format('%.0f', now + milliseconds), ARGV[1])
if redis.call('PTTL', KEYS[2]) < milliseconds then
    redis.call('PEXPIRE', KEYS[2], ARGV[2])
end
