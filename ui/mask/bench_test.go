package mask_test

import (
	"fmt"
	"strings"
	"testing"

	"parley/ui/layout"
	"parley/ui/mask"
)

// crowd is a mask that knows 10,000 people.
func crowd(b *testing.B) *mask.Mask {
	b.Helper()
	m := mask.New([]byte("a key"))
	m.SetLevel(mask.Names)
	m.Learn(many()...)
	return m
}

func many() []mask.Person {
	list := make([]mask.Person, 10_000)
	for i := range list {
		list[i] = mask.Person{Name: fmt.Sprintf("First%c%c Last%d", 'a'+i%26, 'a'+i/26%26, i), Email: fmt.Sprintf("c%d@host%d.example", i, i%500)}
	}
	return list
}

const kilobyte = `<p>Hello Ada, I was charged <b>twice</b> for order 4411 (the three-tier Thicket). My bank shows two lines of 129.00 on
the same day, see <a href="https://host7.example/orders/4411?key=abc">the order</a>. Write to c7@host7.example or call +44 20 7946 0958.</p>`

// BenchmarkHTML masks bodies: budgets allow 2 ms for 1 kB with all that is
// drawn of it.
func BenchmarkHTML(b *testing.B) {
	for _, n := range []int{4, 400, 16_000} {
		body := strings.Repeat(kilobyte, n)
		b.Run(fmt.Sprintf("%dkB", len(body)/1000), func(b *testing.B) {
			m := crowd(b)
			b.SetBytes(int64(len(body)))
			for b.Loop() {
				m.HTML(body)
			}
		})
	}
}

// BenchmarkLongText masks bodies whose text is in one piece: the cost of a byte
// may not depend on how many there are.
func BenchmarkLongText(b *testing.B) {
	for name, s := range map[string]string{
		"sentences": "Hello Firstab, the three-tier Thicket of order 4411 was charged twice, and nobody knows why that is so. ",
		"addresses": "c7@host7.example, +44 20 7946 0958, https://host7.example/orders/4411?key=abc; ",
	} {
		for _, size := range []int{64 << 10, 1 << 20} {
			text := strings.Repeat(s, size/len(s))
			b.Run(fmt.Sprintf("%s/%dkB", name, size>>10), func(b *testing.B) {
				m := crowd(b)
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					m.Text(text)
				}
			})
		}
	}
}

// BenchmarkLine masks a line that has not been drawn before.
func BenchmarkLine(b *testing.B) {
	m := crowd(b)
	n := 0
	for b.Loop() {
		n++
		m.Line(fmt.Sprintf("│ \x1b[1mFirstab Last%d\x1b[0m  Refund for order %d                     waits 1h │", n, n), layout.Measure{})
	}
}

// BenchmarkLearn meets 10,000 people, as at the beginning of presenter mode.
func BenchmarkLearn(b *testing.B) {
	list := many()
	for b.Loop() {
		m := mask.New([]byte("a key"))
		m.SetLevel(mask.Names)
		m.Learn(list...)
	}
}
