package richtext

// Undrawn returns how many blocks were drawn plainly because glamour did not return their text.
func (l *Layout) Undrawn() int { return l.pen.plain }

// CutBody cuts a body into pieces of other sizes than are usual.
func CutBody(html string, first, piece int) *Body { return newBody(html, first, piece) }
