package config

import (
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// index finds the line of every key of a TOML file that was read before. The
// entries of lists of tables are counted from 0.
func index(data []byte) map[string]int {
	x := indexer{lines: map[string]int{}, counts: map[string]int{}}
	x.p.Reset(data)
	table := ""
	for x.p.NextExpression() {
		switch n := x.p.Expression(); n.Kind {
		case unstable.Table:
			table = x.path("", n.Key())
		case unstable.ArrayTable:
			table = x.path("", n.Key())
			i := x.counts[table]
			x.counts[table]++
			x.note(table, x.lines[table])
			table += "." + strconv.Itoa(i)
			x.lines[table] = x.last
		case unstable.KeyValue:
			x.pair(table, n)
		}
	}
	return x.lines
}

type indexer struct {
	p      unstable.Parser
	lines  map[string]int
	counts map[string]int // of the lists of tables
	last   int            // the line of the key that was read last
}

// pair notes a key and what is within its value.
func (x *indexer) pair(table string, n *unstable.Node) {
	path := x.path(table, n.Key())
	x.inside(path, n.Value())
}

func (x *indexer) inside(path string, v *unstable.Node) {
	switch v.Kind {
	case unstable.InlineTable:
		for it := v.Children(); it.Next(); {
			x.pair(path, it.Node())
		}
	case unstable.Array:
		i := 0
		for it := v.Children(); it.Next(); i++ {
			x.inside(path+"."+strconv.Itoa(i), it.Node())
		}
	}
}

// path joins a key to that of its table and notes its line. Tables of a list
// that are named again belong to its newest entry.
func (x *indexer) path(table string, key unstable.Iterator) string {
	var b strings.Builder
	b.WriteString(table)
	for key.Next() {
		if i, list := x.counts[b.String()]; list {
			b.WriteString("." + strconv.Itoa(i-1))
		}
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		b.Write(key.Node().Data)
		x.last = x.p.Shape(key.Node().Raw).Start.Line
		x.note(b.String(), x.last)
	}
	return b.String()
}

// note keeps the first line of a key.
func (x *indexer) note(path string, line int) {
	if _, ok := x.lines[path]; !ok {
		x.lines[path] = line
	}
}
