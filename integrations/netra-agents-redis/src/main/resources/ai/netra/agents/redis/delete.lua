-- Deletes a stream, and takes it out of all lists.
-- KEYS: see append. ARGV: 1 name in the list, 3 name among the leases
-- Returns 1 if it was there
if redis.call('EXISTS', KEYS[1]) == 0 then
    return 0
end
redis.call('UNLINK', KEYS[1], KEYS[2], KEYS[3])
redis.call('ZREM', KEYS[5], ARGV[1])
if KEYS[6] then
    redis.call('ZREM', KEYS[6], ARGV[1])
    redis.call('HDEL', KEYS[7], ARGV[1])
    redis.call('ZREM', KEYS[8], ARGV[3])
end
return 1
