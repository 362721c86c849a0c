-- Runs of a shard whose lease has lapsed, the longest lapsed first.
-- KEYS: 1 leases of the shard. ARGV: 1 how many at most
-- Returns names among the leases, each followed by until when it was leased
local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000000 + time[2])
return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'WITHSCORES', 'LIMIT', 0, ARGV[1])
