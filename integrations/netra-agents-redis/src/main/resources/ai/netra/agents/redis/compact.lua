-- Forgets the records that the snapshot stands for.
-- KEYS: see append. Returns how many there were
local kept = redis.call('HGET', KEYS[3], 'version')
if not kept then
    return 0
end
return redis.call('XTRIM', KEYS[2], 'MINID', string.format('%.0f', tonumber(kept) + 1))
