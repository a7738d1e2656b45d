package desk

// StartSender works off the outbox without the sync loop.
func (d *Desk) StartSender() { d.startSender() }
