package desk

import (
	"context"
	"time"
)

// StartSender works off the outbox without the sync loop.
func (d *Desk) StartSender() { d.startSender() }

// LookAfter replaces when the conversation is looked at after an attempt.
func (d *Desk) LookAfter(delays ...time.Duration) { d.looks = delays }

// Watched reports whether the desk reads because somebody looks at it.
func (d *Desk) Watched() bool { return !d.sync.unseen() }

// Run starts a part of the desk.
func (d *Desk) Run(name string, f func(context.Context)) { d.run(name, f) }
