-- What a caller does not know of a stream.
-- KEYS: see append. ARGV: 4 and 5 generation and version known
-- Returns nothing if there is no stream; otherwise generation, version, the version that the records are behind,
-- the snapshot (version, kind, schema and bytes) or an empty list, and the records
local header = redis.call('HMGET', KEYS[1], 'generation', 'version')
if not header[1] then
    return {}
end
local kept = redis.call('HGET', KEYS[3], 'version')
local behind = tonumber(kept or '0')
local snapshot = {}
if ARGV[4] == header[1] and behind <= tonumber(ARGV[5]) then
    behind = tonumber(ARGV[5])
elseif kept then
    snapshot = redis.call('HMGET', KEYS[3], 'version', 'kind', 'schema', 'payload')
end
local records = redis.call('XRANGE', KEYS[2], string.format('%.0f', behind + 1), '+')
return {header[1], header[2], string.format('%.0f', behind), snapshot, records}
