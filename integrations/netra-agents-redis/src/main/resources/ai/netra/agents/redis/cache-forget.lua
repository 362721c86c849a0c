-- Forgets an output, or the beginning of a stream.
-- KEYS: see cache-find and stream-put. ARGV: 1 name among those of the user
redis.call('UNLINK', KEYS[1])
redis.call('ZREM', KEYS[2], ARGV[1])
