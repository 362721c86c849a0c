-- Finds an output, unless its user or agent was forgotten since it was put.
--
-- KEYS, here and in the other scripts of the cache: 1 output, 2 outputs of the user by expiry, 3 token of the agent
-- ARGV: 1 name among the user's outputs
-- Returns its JSON, or nothing
local output = redis.call('GET', KEYS[1])
local token = redis.call('GET', KEYS[3])
if output and token and redis.call('ZSCORE', KEYS[2], ARGV[1]) and string.sub(output, 1, #token) == token then
    return string.sub(output, #token + 1)
end
return false
