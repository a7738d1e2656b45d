package layout

// The widths at which more panes fit beside each other, and the least screen
// that Parley works on, in cells.
const (
	TwoPanes   = 100
	ThreePanes = 160
	SideBar    = 180 // the views beside the list
	MinWidth   = 40
	MinHeight  = 12
)

// sideBarWidth is the inside of the column of views, in cells.
const sideBarWidth = 22

// composerLeast is how many rows the composer gets before the conversation
// above it gets more than one.
const composerLeast = 6

// newsLeast is how many rows of news fit on the least screen.
const newsLeast = 3

// Rect is a rectangle of cells. An empty one is not on the screen.
type Rect struct{ X, Y, W, H int }

// Empty reports whether the rectangle holds no cell.
func (r Rect) Empty() bool { return r.W <= 0 || r.H <= 0 }

// Ask says what wants to be on the screen.
type Ask struct {
	Width, Height int
	Thread        bool // a conversation is open
	ThreadFirst   bool // where only one pane fits, it is the conversation
	Composer      int  // rows that the composer wants; 0: it is closed
	Panel         bool // the customer panel is open
	Board         bool // the board takes the place of everything
	Single        bool // one pane at a time, however wide the screen is
	Alone         bool // the list takes the place of everything
	News          int  // rows above the last status row, for what does not fit into it
}

// Frame says where everything is. The rectangles are the insides of the
// panes; the lines between them are the frame's own.
type Frame struct {
	Width, Height          int
	TooSmall               bool
	Top, Conversation, Sys Rect // the three status rows
	News                   Rect // above Sys
	Rows                   int  // height of the panes' insides
	Views                  Rect // names of the views, for looking only
	List, Thread, Composer Rect
	Panel                  Rect
	Board                  Rect
}

// Arrange divides the screen. Below 100 columns one pane is shown at a time,
// from 100 two, from 160 the panel beside them, from 180 the views as well; the composer is always below
// the conversation.
func Arrange(a Ask) Frame {
	f := Frame{Width: a.Width, Height: a.Height}
	if a.Width < MinWidth || a.Height < MinHeight {
		f.TooSmall = true
		return f
	}
	f.Top = Rect{0, 0, a.Width, 1}
	news := max(min(a.News, a.Height-MinHeight+newsLeast), 0)
	f.Sys = Rect{0, a.Height - 1, a.Width, 1}
	f.News = Rect{0, a.Height - 1 - news, a.Width, news}
	f.Conversation = Rect{0, a.Height - 2 - news, a.Width, 1}
	inside := Rect{1, 2, a.Width - 2, a.Height - 5 - news}
	if a.Board { // no conversation is at hand
		f.Conversation = Rect{}
		inside.H++
		f.Board, f.Rows = inside, inside.H
		return f
	}
	f.Rows = inside.H
	if a.Alone {
		f.List = inside
		return f
	}

	x := inside.X
	if a.Width >= SideBar && !a.Single {
		f.Views = Rect{x, inside.Y, sideBarWidth, inside.H}
		x += sideBarWidth + 1
		a.Width -= sideBarWidth + 1
	}
	left, middle, right := columns(a)
	column := func(w int) Rect {
		r := Rect{x, inside.Y, w, inside.H}
		if w > 0 {
			x += w + 1
		}
		return r
	}
	if a.Panel && right == 0 { // the panel stands where the list was
		f.Panel = column(left)
	} else {
		f.List = column(left)
	}
	f.Thread = column(middle)
	if right > 0 {
		f.Panel = column(right)
	}
	if a.Composer > 0 && !f.Thread.Empty() {
		rows := min(a.Composer, max(f.Thread.H-4, min(f.Thread.H-2, composerLeast), f.Thread.H/2))
		f.Composer = Rect{f.Thread.X, f.Thread.Y + f.Thread.H - rows, f.Thread.W, rows}
		f.Thread.H -= rows + 1
	}
	return f
}

// columns returns the widths of the three columns, lines between them aside.
func columns(a Ask) (left, middle, right int) {
	w := a.Width - 2
	if a.Width < TwoPanes || a.Single {
		if a.Panel || !a.ThreadFirst {
			return w, 0, 0
		}
		return 0, w, 0
	}
	left = min(max(w*3/10, 34), 52)
	if a.Panel && a.Width >= ThreePanes-sideBarWidth {
		right = min(max(w*2/10, 32), 44)
		return left, w - left - right - 2, right
	}
	return left, w - left - 1, 0
}
