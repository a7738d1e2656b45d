package serve

import (
	"bytes"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"
)

// What a panic holds may be what a customer wrote.
func TestGuardLogsNoValue(t *testing.T) {
	t.Parallel()
	var log, audit bytes.Buffer
	s := &Server{o: Options{
		Log: slog.New(slog.NewTextHandler(&log, nil)), Audit: NewAudit(&audit, time.Now, func(error) {}),
	}}
	func() {
		defer s.guard("a desk that opens")
		panic("my card is 4111 1111 1111 1111")
	}()
	for name, b := range map[string]*bytes.Buffer{"log": &log, "audit log": &audit} {
		text, _ := io.ReadAll(b)
		if !strings.Contains(string(text), "a desk that opens") || strings.Contains(string(text), "4111") {
			t.Errorf("the %s says %s", name, text)
		}
	}
}
