package store

import (
	"sync"
	"testing"
	"time"
)

func TestOneClaim(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	stores := []*Store{open(t, Options{Dir: dir}), open(t, Options{Dir: dir})}
	ctx := t.Context()
	es, err := stores[0].Add(ctx, NewEntry{Entry: Entry{ConversationID: "7", Kind: "reply", Mode: "admin", Payload: []byte("{}"), Memo: []byte("{}")}},
		NewEntry{Entry: Entry{ConversationID: "7", Kind: "close", Payload: []byte("{}"), Memo: []byte("{}")}, Then: true})
	if err != nil {
		t.Fatal(err)
	}
	if es[1].After != es[0].ID || es[1].Group != es[0].Group {
		t.Errorf("the second does not wait for the first: %+v", es)
	}
	if _, ok, err := stores[1].Claim(ctx, es[1], nil); ok || err != nil {
		t.Errorf("a later entry was claimed first: %v", err)
	}
	var wg sync.WaitGroup
	var mu sync.Mutex
	claims := 0
	for i := range 8 {
		wg.Go(func() {
			_, ok, err := stores[i%2].Claim(ctx, es[0], []byte("{}"))
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Error(err)
			}
			if ok {
				claims++
			}
		})
	}
	wg.Wait()
	if claims != 1 {
		t.Errorf("%d claims", claims)
	}
	// What waited for an entry that is not sent goes with it.
	if _, err := stores[0].Change(ctx, es[0].ID, func(c *Change) error {
		c.State, c.SettledAt = "failed", time.Now()
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if left, err := stores[1].Unsettled(ctx); err != nil || len(left) != 0 {
		t.Errorf("left: %+v, %v", left, err)
	}
}

func TestAliveUntilClosed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	a := open(t, Options{Dir: dir})
	b, err := Open(t.Context(), Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	if !a.Alive(b.Owner()) || !b.Alive(a.Owner()) || a.Alive("nobody") || a.Alive("") {
		t.Error("the living are not told from the dead")
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if a.Alive(b.Owner()) {
		t.Error("a closed store is alive")
	}
}
