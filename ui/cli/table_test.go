package cli

import (
	"bytes"
	"strings"
	"testing"

	"parley/ui/layout"
)

func TestTableFitsEveryWidth(t *testing.T) {
	t.Parallel()
	rows := [][]string{
		{"215470000100011", "OPEN", "priority", "Gold: first reply 1h active", "1h 37m", "Ada Obi", "Ana Sousa > Billing", "Refund for order 4411"},
		{"215470000100022", "SNOOZED til Wed 19:00", "", "", "", "佐藤 遥 👨‍👩‍👧‍👦 ❤️", "", strings.Repeat("登录失败", 30)},
	}
	for width := 1; width <= 200; width++ {
		var b bytes.Buffer
		if err := writeTable(&b, width, listColumns, rows); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
		if len(lines) != 3 {
			t.Fatalf("width %d: %d lines, want 3", width, len(lines))
		}
		for _, line := range lines {
			if w := layout.Widest(line); w > width {
				t.Errorf("width %d: %d cells: %q", width, w, line)
			}
		}
		if width >= 30 && !strings.Contains(b.String(), "215470000100022") {
			t.Errorf("width %d: the id is cut:\n%s", width, b.String())
		}
	}
}
