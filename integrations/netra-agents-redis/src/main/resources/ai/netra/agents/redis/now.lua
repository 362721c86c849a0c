-- The server's time, in microseconds.
-- KEYS: 1 any, which says which server
local time = redis.call('TIME')
return string.format('%.0f', time[1] * 1000000 + time[2])
