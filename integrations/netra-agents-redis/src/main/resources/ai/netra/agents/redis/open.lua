-- Notes the layout of the store's keys where there is none yet, and finds out what becomes of keys when memory is short.
-- KEYS: 1 layout. ARGV: 1 layout of this version
-- Returns the layout there is, and the policy; without it, if it may not be asked for
local layout = redis.call('GET', KEYS[1])
if not layout then
    redis.call('SET', KEYS[1], ARGV[1])
    layout = ARGV[1]
end
local memory = redis.pcall('INFO', 'memory')
local policy = type(memory) == 'string' and string.match(memory, 'maxmemory_policy:([%w-]+)')
return {layout, policy or ''}
