-- Keeps a snapshot, if it is of this stream and later than the one there is.
-- KEYS: see append. ARGV: 4 generation, 5 version, 6 kind, 7 schema, 8 bytes
-- Returns 1 if it was kept
local header = redis.call('HMGET', KEYS[1], 'generation', 'version')
if header[1] ~= ARGV[4] or tonumber(header[2]) < tonumber(ARGV[5]) then
    return 0
end
if tonumber(redis.call('HGET', KEYS[3], 'version') or '0') >= tonumber(ARGV[5]) then
    return 0
end
redis.call('HSET', KEYS[3], 'version', ARGV[5], 'kind', ARGV[6], 'schema', ARGV[7], 'payload', ARGV[8])
return 1
