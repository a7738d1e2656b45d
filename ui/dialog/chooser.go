package dialog

import (
	"strings"

	"parley/ui/pane"
)

// Item is something that can be picked.
type Item struct {
	ID       string
	Label    string
	Note     string // said more quietly, at the right
	Also     string // further words that find it; not shown
	Disabled string // why it cannot be picked now, in a sentence; "" when it can
	Mark     Mark   // pickers of several: how it stands at first
}

// Mark says whether an item is among those picked.
type Mark int

// The marks. Partly is for what some of several things have: it stays as it
// is until the agent changes it.
const (
	Off Mark = iota
	On
	Partly
)

// offer is a row that is made of what was typed.
type offer struct {
	label, note string
	err         error
	action      any    // what picking it gives
	complete    string // what picking it types instead
}

// row is a line that can be picked: an item, or an offer.
type row struct {
	item  int
	offer *offer
}

// chooser is a list with a filter: what pickers and the palette have in
// common. It decides nothing about what picking means.
type chooser struct {
	title  string
	foot   string // the keys, in words
	items  []Item
	marks  []Mark // nil where one is picked
	finder *finder
	// offers returns the rows that are made of what was typed, those above
	// the items and those below; find is what is looked for among the items.
	offers  func(typed string) (above, below []offer, find string)
	preview func(Item) []string

	query  line
	sought string
	rows   []row
	at     int
	top    int
	room   int  // rows that fitted when it was last drawn
	moved  bool // the cursor was moved since something was typed
	said   string
}

func (c *chooser) init() {
	c.finder = newFinder(c.items)
	c.refresh()
}

// refresh finds the rows for what is typed and selects the first.
func (c *chooser) refresh() {
	var above, below []offer
	c.sought = string(c.query)
	if c.offers != nil {
		above, below, c.sought = c.offers(string(c.query))
	}
	c.rows = c.rows[:0]
	for i := range above {
		c.rows = append(c.rows, row{-1, &above[i]})
	}
	for _, h := range c.finder.find(c.sought) {
		c.rows = append(c.rows, row{item: h.index})
	}
	for i := range below {
		c.rows = append(c.rows, row{-1, &below[i]})
	}
	c.at, c.top, c.moved, c.said = 0, 0, false, ""
}

// Paste takes pasted text into the filter.
func (c *chooser) Paste(text string) {
	c.query.write(text)
	c.refresh()
}

// key moves or types.
func (c *chooser) key(key string) {
	page := max(c.room, 1)
	switch key {
	case "up", "ctrl+p", "shift+tab":
		c.move(-1)
	case "down", "ctrl+n", "tab":
		c.move(1)
	case "pgup":
		c.move(-page)
	case "pgdown":
		c.move(page)
	case "home":
		c.move(-len(c.rows))
	case "end":
		c.move(len(c.rows))
	default:
		before := c.query
		if c.query.key(key) && c.query != before {
			c.refresh()
		}
	}
}

func (c *chooser) move(n int) {
	c.at = max(min(c.at+n, len(c.rows)-1), 0)
	c.moved, c.said = true, ""
}

// current returns the row under the cursor, or says that there is none.
func (c *chooser) current() (row, bool) {
	if c.at < len(c.rows) {
		return c.rows[c.at], true
	}
	c.said = "Nothing matches."
	return row{}, false
}

// take picks an offer: it gives its action, or types something.
func (c *chooser) take(o *offer) (action any, done bool) {
	switch {
	case o.complete != "":
		c.query = line(o.complete)
		c.refresh()
		return nil, false
	case o.err != nil:
		c.said = o.err.Error()
		return nil, false
	default:
		return o.action, true
	}
}

// Body draws the list, with the preview beside it where there is room for
// both. Neither width nor height changes while the agent types.
func (c *chooser) Body(env *pane.Env, w, h int) (title string, lines []string) {
	const least = 84 // from here on list and preview can both be read
	width, beside := min(w, 72), 0
	if c.preview != nil && w >= least {
		total := min(w, 132)
		width = total * 2 / 5
		beside = total - width - 3
	}
	c.room = max(min(h-3, max(len(c.items)+2, 4), 16), 1)
	if beside > 0 {
		c.room = max(min(h-3, 20), 1)
	}
	below := 0
	if c.at < len(c.rows) {
		below = len(c.reason(env, c.rows[c.at], width))
	}
	c.top = max(min(c.top, c.at), c.at-max(c.room-1-below, 0), 0)
	lines = []string{c.input(env, width), env.Theme.Border.Render(strings.Repeat("─", width))}
	for _, l := range c.list(env, width) {
		lines = append(lines, env.Measure.Fit(l, width))
	}
	lines = append(lines, c.footer(env, width))
	if beside > 0 {
		side := c.side(env, beside, len(lines))
		for i := range lines {
			lines[i] += env.Theme.Border.Render(" │ ") + side[i]
		}
	}
	return c.title, lines
}
