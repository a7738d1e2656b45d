package term

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"
)

// caught returns the panic of f.
func caught(f func()) (p Panic) {
	defer func() {
		if r := recover(); r != nil {
			p = NewPanic("test", r)
		}
	}()
	f()
	return p
}

func TestAReportHoldsNothingOfCustomers(t *testing.T) {
	t.Parallel()
	secret := "dear Ada, my card is 4111"
	var missing map[string]int
	for name, tt := range map[string]struct {
		f    func()
		want string
	}{
		"text":       {func() { panic(secret) }, "string"},
		"error":      {func() { panic(errors.New(secret)) }, "*errors.errorString"},
		"index":      {func() { _ = []int{}[len(missing)] }, "index out of range [0] with length 0"},
		"nil map":    {func() { missing[secret] = 1 }, "assignment to entry in nil map"},
		"conversion": {func() { _ = any(secret).(int) }, "interface conversion: interface {} is string, not int"},
		"key":        {func() { _ = map[any]int{}[[]string{secret}] }, "maps.unhashableTypeError"},
	} {
		p := caught(tt.f)
		path, err := p.Write(t.TempDir()+"/crashes", time.Unix(0, 0), "parley 1")
		if err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: mode %v, %v", name, info.Mode(), err)
		}
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		report := string(b)
		if !strings.Contains(report, tt.want) || !strings.Contains(report, "parley 1") || !strings.Contains(report, "TestAReportHoldsNothingOfCustomers") {
			t.Errorf("%s: it does not say enough:\n%s", name, report)
		}
		if strings.Contains(report, "4111") || strings.Contains(report, "0x") {
			t.Errorf("%s: it says too much:\n%s", name, report)
		}
	}
}
