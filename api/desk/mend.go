package desk

import "context"

// mend replaces a local copy that turned out to be damaged and reads from
// Intercom again, while the agent goes on.
func (d *Desk) mend() {
	if d.o.Team != nil { // the copy is the team's
		d.forgetSync()
		d.o.Team.mend()
		return
	}
	if !d.mending.CompareAndSwap(false, true) {
		return
	}
	d.run("mend", func(ctx context.Context) {
		defer d.mending.Store(false)
		said, err := d.store.MendCache(ctx)
		if err != nil {
			d.log.Error("mend the cache", "error", err)
			return
		}
		d.mu.Lock()
		d.warn(said)
		d.mu.Unlock()
		d.forgetSync()
		d.tell(ConversationChanged{}, ListChanged{}, StatusChanged{})
		d.sync.poke()
	})
}
