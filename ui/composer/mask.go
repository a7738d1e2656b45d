package composer

// maskTyped hides whom line i of the box names. The text itself is what will be
// sent: only what is drawn of it differs, cell by cell, so that the cursor
// stays where it belongs. Where messages are blurred, the line with the cursor
// is not, or nobody could write.
func (p *Pane) maskTyped(i int, line string) string {
	m := p.env.Mask
	if c := p.input.Cursor(); c != nil && c.Y == i {
		return m.TypedHere(line, p.env.Measure)
	}
	return m.Typed(line, p.env.Measure)
}
