package desk

import (
	"context"
	"errors"

	"parley/api"
	"parley/api/store"
)

// setOnline notes how the last call went: its problem, or none.
func (d *Desk) setOnline(err error) {
	if errors.Is(err, context.Canceled) && d.life.Err() != nil {
		return
	}
	if d.o.Team != nil {
		d.o.Team.setOnline(err)
		return
	}
	online, problem := true, ""
	switch kind := api.Kind(err); {
	case kind == api.KindUnknownSent:
		return // the look that follows tells
	case kind == api.KindNetwork, kind == api.KindUnauthorized, kind == api.KindConfig && !isField(err), errors.Is(err, api.ErrServer):
		online, problem = false, api.Sentence(err)
	}
	d.mu.Lock()
	changed := d.s.online != online || d.s.problem != problem
	d.s.online, d.s.problem = online, problem
	d.mu.Unlock()
	if changed {
		d.tell(StatusChanged{})
		if online {
			for _, d := range d.everyone() {
				d.sender.poke()
			}
		}
	}
}

func isField(err error) bool {
	_, ok := errors.AsType[*api.FieldError](err)
	return ok
}

// setTrouble says what is wrong here, not at Intercom; "" when it is over.
func (d *Desk) setTrouble(sentence string) {
	d.mu.Lock()
	changed := d.s.trouble != sentence
	d.s.trouble = sentence
	d.mu.Unlock()
	if changed {
		d.watch.announce(StatusChanged{})
	}
}

// disk notes how the last write went and returns its error.
func (d *Desk) disk(err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	d.setTrouble(store.Sentence(err))
	if err != nil {
		d.log.Error("store", "error", err)
		if store.CacheDamaged(err) {
			d.mend()
		}
	}
	return err
}
