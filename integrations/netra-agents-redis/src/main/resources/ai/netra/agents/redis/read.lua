-- Records of a stream, in order.
-- KEYS: see append. ARGV: 4 version of the first, 5 how many at most
return redis.call('XRANGE', KEYS[2], ARGV[4], '+', 'COUNT', ARGV[5])
