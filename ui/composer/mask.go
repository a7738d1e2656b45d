package composer

// maskTyped hides whom a line of the box names. The text itself is what will be
// sent: only what is drawn of it differs, cell by cell, so that the cursor
// stays where it belongs. Where messages are blurred, the line with the cursor
// is not, or nobody could write.
func (p *Pane) maskTyped(line string, here bool) string {
	if here {
		return p.env.Mask.TypedHere(line, p.env.Measure)
	}
	return p.env.Mask.Typed(line, p.env.Measure)
}
