package conversation

import "container/list"

// lru keeps what was used last, up to a total cost. No entry counts for more
// than a third of it: a screen has room for the end of one huge message and
// the beginning of the next, and these must not drive each other out.
type lru[K comparable, V any] struct {
	limit, cost int
	order       list.List // of *lruEntry, the most recently used in front
	entries     map[K]*list.Element
}

type lruEntry[K comparable, V any] struct {
	key   K
	value V
	cost  int
}

func newLRU[K comparable, V any](limit int) *lru[K, V] {
	return &lru[K, V]{limit: limit, entries: map[K]*list.Element{}}
}

func (c *lru[K, V]) get(k K) (v V, ok bool) {
	e, ok := c.entries[k]
	if !ok {
		return v, false
	}
	c.order.MoveToFront(e)
	return e.Value.(*lruEntry[K, V]).value, true //nolint:errcheck,forcetypeassert // the list holds nothing else
}

// put keeps v under k, which must not be there yet.
func (c *lru[K, V]) put(k K, v V, cost int) {
	cost = min(cost, c.limit/3)
	c.entries[k] = c.order.PushFront(&lruEntry[K, V]{k, v, cost})
	c.cost += cost
	for c.cost > c.limit {
		last := c.order.Remove(c.order.Back()).(*lruEntry[K, V]) //nolint:errcheck,forcetypeassert // the list holds nothing else
		delete(c.entries, last.key)
		c.cost -= last.cost
	}
}

func (c *lru[K, V]) clear() {
	c.order.Init()
	clear(c.entries)
	c.cost = 0
}
