-- Appends records to a stream, if it has come as far as expected.
--
-- KEYS of a stream, here and in the other scripts:
--   1 header, 2 log, 3 snapshot, 4 last generation of the shard, 5 streams in the list,
--   and of a run: 6 unfinished runs of the thread, 7 threads of the user's runs, 8 leases of the shard
-- ARGV: 1 name in the list, 2 thread, 3 name among the leases, 4 and 5 generation and version expected,
--   6 writer, 7 phase, 8 lease in microseconds, then kind, schema and bytes of each record
-- Returns generation and version; of a conflict also who wrote the next record, or nothing
local function text(number)
    return string.format('%.0f', number)
end

local header = redis.call('HMGET', KEYS[1], 'generation', 'version', 'changed')
local generation, version = header[1] or '0', header[2] or '0'
local run = KEYS[6] ~= nil
local begins = generation == '0'

if generation ~= ARGV[4] or version ~= ARGV[5]
        or (begins and run and redis.call('HEXISTS', KEYS[7], ARGV[1]) == 1) then
    local nextWriter = ''
    if not begins and (ARGV[4] == '0' or ARGV[4] == generation) then
        local behind = text(tonumber(ARGV[5]) + 1)
        local entry = redis.call('XRANGE', KEYS[2], behind, behind)[1]
        if entry then
            nextWriter = entry[2][2]
        end
    end
    return {generation, version, nextWriter}
end

local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local at = text(math.max(now, tonumber(header[3] or '0')))

version = tonumber(version)
for i = 9, #ARGV, 3 do
    version = version + 1
    redis.call('XADD', KEYS[2], text(version),
            'writer', ARGV[6], 'at', at, 'kind', ARGV[i], 'schema', ARGV[i + 1], 'payload', ARGV[i + 2])
end
version = text(version)

if begins then
    -- No number comes twice, not even if the last one is lost with a failing server.
    generation = text(math.max(now, tonumber(redis.call('GET', KEYS[4]) or '0') + 1))
    redis.call('SET', KEYS[4], generation)
    redis.call('HSET', KEYS[1], 'generation', generation, 'begun', at)
    redis.call('ZADD', KEYS[5], 0, ARGV[1])
    if run then
        redis.call('HSET', KEYS[7], ARGV[1], ARGV[2])
    end
end
redis.call('HSET', KEYS[1], 'version', version, 'changed', at, 'writer', ARGV[6])
if run then
    redis.call('HSET', KEYS[1], 'phase', ARGV[7])
    if ARGV[7] == 'ended' then
        redis.call('ZREM', KEYS[6], ARGV[1])
    else
        redis.call('ZADD', KEYS[6], 0, ARGV[1])
    end
    if ARGV[7] == 'running' then
        local leased = text(now + tonumber(ARGV[8]))
        redis.call('HSET', KEYS[1], 'leased', leased)
        redis.call('ZADD', KEYS[8], leased, ARGV[3])
    else
        redis.call('HDEL', KEYS[1], 'leased')
        redis.call('ZREM', KEYS[8], ARGV[3])
    end
end
return {generation, version}
