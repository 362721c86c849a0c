-- Makes all outputs or streams of a user unfindable.
-- KEYS: 1 names of them by expiry
-- Returns their names, so that they can be deleted
local names = redis.call('ZRANGE', KEYS[1], 0, -1)
redis.call('UNLINK', KEYS[1])
return names
