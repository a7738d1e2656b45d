package ui

import "context"

// Said is a sentence from outside the screen, such as that the server stops.
type Said struct {
	Text string
	Bad  bool
}

// Rescue saves what the composer holds after a program that could not do so
// itself: it crashed, or its terminal hung. No program may run on the model
// any more. Saves that were under way have until ctx ends.
func (m *Model) Rescue(ctx context.Context) error {
	if !m.composer.Active() || m.composer.Handed() || m.composer.Empty() {
		return nil
	}
	if m.drafting != nil {
		select {
		case <-m.drafting:
		case <-ctx.Done():
		}
	}
	return m.desk.SaveDraft(context.WithoutCancel(ctx), m.composer.Draft())
}
