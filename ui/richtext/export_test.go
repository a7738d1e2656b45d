package richtext

// Undrawn returns how many blocks were drawn plainly because glamour did not return their text.
func (l *Layout) Undrawn() int { return l.pen.plain }
