-- Forgets an output.
-- KEYS: see cache-find. ARGV: 1 name among the user's outputs
redis.call('UNLINK', KEYS[1])
redis.call('ZREM', KEYS[2], ARGV[1])
