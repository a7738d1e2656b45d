package ui_test

import (
	"testing"

	tea "charm.land/bubbletea/v2"
)

// The budgets of the keys hold in presenter mode as well.

func BenchmarkMaskedListKey(b *testing.B) {
	d := driven(b, stock{n: 700})
	d.Press("P")
	d.WaitForText("MASK")
	keys(b, d, "j j j j k k k k")
}

func BenchmarkMaskedThreadLine(b *testing.B) {
	d := opened(b, 500)
	d.Press("P")
	d.WaitForText("MASK")
	keys(b, d, "k k k k k j j j j j")
}

func BenchmarkMaskedLetter(b *testing.B) {
	d := opened(b, 20)
	d.Press("P")
	d.WaitForText("MASK")
	d.Press("n")
	d.WaitForText("esc review")
	keys(b, d, "a b c backspace backspace backspace")
}

func BenchmarkMaskedViewUnchanged(b *testing.B) {
	d := opened(b, 20)
	d.Press("P")
	d.WaitForText("MASK")
	m := d.Model()
	b.ReportAllocs()
	for b.Loop() {
		m.View()
	}
}

// BenchmarkMaskToggle hides and shows a thread of 500 parts, and blurs it.
func BenchmarkMaskToggle(b *testing.B) {
	d := opened(b, 500)
	d.Press("P")
	d.WaitForText("MASK")
	b.ReportAllocs()
	for b.Loop() {
		d.Press("P")
		d.Press("P")
		d.Send(tea.KeyPressMsg{Code: 'N', Text: "N"})
	}
}
