package desk_test

import "testing"

// BenchmarkBoard makes the board of 10,000 conversations, all of them changed
// within its days.
func BenchmarkBoard(b *testing.B) {
	d, stop := benchDesk(b)
	defer stop()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := d.Board(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
