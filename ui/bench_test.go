package ui_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"parley/api"
	"parley/api/desk"
	"parley/api/store"
	"parley/ui/uitest"
)

// many is how many conversations a busy workspace holds.
const many = 10_000

// driven starts a screen of 120×40 over the stock.
func driven(b *testing.B, s stock) *uitest.Driver {
	b.Helper()
	m, _ := screen(b, s.fill(b))
	d := uitest.New(b, m, twoW, twoH)
	d.WaitForText("enter open")
	return d
}

// opened opens the first conversation, of n parts.
func opened(b *testing.B, n int) *uitest.Driver {
	b.Helper()
	d := driven(b, stock{n: 50, parts: map[int]int{0: n}, body: dense})
	d.Press("enter")
	d.WaitForText("internal ·")
	return d
}

// keys sends one key after the other, from the first again when they end. Each
// is followed by the view, as in a program.
func keys(b *testing.B, d *uitest.Driver, script string) {
	b.Helper()
	presses := uitest.Keys(b, script)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		d.Send(presses[i%len(presses)])
	}
}

// BenchmarkListKey goes down and up a list of 10,000 rows.
func BenchmarkListKey(b *testing.B) {
	s := stock{}
	rows := make([]desk.Row, many)
	for i := range rows {
		c, err := api.DecodeConversation(s.conversation(b, i))
		if err != nil {
			b.Fatal(err)
		}
		c.Raw = nil
		rows[i] = desk.Row{Conversation: c, Contact: s.name(i)}
	}
	m, _ := screen(b, crowded{stock{n: 1}.fill(b), rows})
	d := uitest.New(b, m, twoW, twoH)
	keys(b, d, strings.Repeat("j ", 60)+strings.Repeat("k ", 60))
}

// crowded is a desk whose list has these rows.
type crowded struct {
	offline
	rows []desk.Row
}

func (d crowded) List(ctx context.Context, r desk.ListRequest) (desk.List, error) {
	l, err := d.offline.List(ctx, r)
	l.Rows = d.rows
	return l, err
}

func BenchmarkThreadLine(b *testing.B) {
	d := opened(b, 500)
	d.Press("g g")
	keys(b, d, strings.Repeat("j ", 500)+strings.Repeat("k ", 500))
}

func BenchmarkThreadPage(b *testing.B) {
	d := opened(b, 500)
	d.Press("g g")
	keys(b, d, strings.Repeat("space ", 500)+strings.Repeat("- ", 500))
}

// BenchmarkThreadEnd goes between the first and the last line of 500 parts.
func BenchmarkThreadEnd(b *testing.B) {
	d := opened(b, 500)
	keys(b, d, "G g g")
}

// BenchmarkLetter types and deletes in a draft of 10 kB.
func BenchmarkLetter(b *testing.B) {
	for name, text := range map[string]string{
		"empty": "",
		"10kB":  strings.Repeat(strings.Repeat("words of a long answer ", 4)+"\n\n", 10<<10/94),
		"line":  strings.Repeat("words of a long answer ", 10<<10/23),
	} {
		b.Run(name, func(b *testing.B) {
			d := opened(b, 20)
			d.Press("r")
			d.Send(tea.PasteMsg{Content: text})
			keys(b, d, strings.Repeat("x ", 9)+strings.Repeat("backspace ", 9))
		})
	}
}

// BenchmarkOpen goes from one stored conversation to the other.
func BenchmarkOpen(b *testing.B) {
	for _, n := range []int{20, 500} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			d := driven(b, stock{n: 50, parts: map[int]int{0: n, 1: n}, body: dense})
			presses := uitest.Keys(b, "enter h j enter h k")
			b.ReportAllocs()
			for b.Loop() {
				for _, p := range presses {
					d.Send(p)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(2*b.N)/1000, "ms/open")
		})
	}
}

func BenchmarkResize(b *testing.B) {
	d := opened(b, 500)
	d.Press("space")
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		d.Resize(100+i%60, twoH)
	}
}

func BenchmarkViewUnchanged(b *testing.B) {
	d := opened(b, 500)
	b.ReportAllocs()
	for b.Loop() {
		d.View()
	}
}

// BenchmarkStart is everything from opening the store of 10,000 conversations
// to the first view with rows.
func BenchmarkStart(b *testing.B) {
	dir := b.TempDir()
	s := stock{n: many, dir: dir}
	s.fill(b)
	b.ResetTimer()
	for b.Loop() {
		st, err := store.Open(b.Context(), store.Options{Dir: dir, Now: func() time.Time { return start }})
		if err != nil {
			b.Fatal(err)
		}
		m, _ := screen(b, s.desk(b, st))
		d := uitest.New(b, m, twoW, twoH)
		d.WaitForText("enter open")
		if err := st.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFilter narrows 10,000 conversations letter by letter.
func BenchmarkFilter(b *testing.B) {
	d := driven(b, stock{n: many, dir: b.TempDir()})
	d.Press(`\`)
	keys(b, d, "text:lindqvist 77\nbackspace backspace backspace backspace backspace backspace backspace backspace backspace backspace backspace backspace")
}
