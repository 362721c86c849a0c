-- Keeps an output, and what it is forgotten by for at least as long.
-- KEYS: see cache-find. ARGV: 1 name among the user's outputs, 2 milliseconds, 3 token if the agent has none, 4 JSON
local milliseconds = tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local function atLeastAsLong(key)
    if redis.call('PTTL', key) < milliseconds then
        redis.call('PEXPIRE', key, ARGV[2])
    end
end

local token = redis.call('GET', KEYS[3])
if not token then
    token = ARGV[3]
    redis.call('SET', KEYS[3], token)
end
redis.call('SET', KEYS[1], token .. ARGV[4], 'PX', ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', string.format('%.0f', now - 1))
redis.call('ZADD', KEYS[2], string.format('%.0f', now + milliseconds), ARGV[1])
atLeastAsLong(KEYS[2])
atLeastAsLong(KEYS[3])
