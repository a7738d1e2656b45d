//go:build unix

package cli

import (
	"os"
	"path/filepath"
	"testing"
)

func TestTheEditorHasTheTerminal(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"xterm-256color", "linux"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			editor := filepath.Join(t.TempDir(), "editor")
			script := "#!/bin/sh\nif [ -t 0 ] && [ -t 1 ]; then echo editing; read line; echo \"wrote $line\" > \"$1\"; else echo 'no terminal' > \"$1\"; fi\n"
			if err := os.WriteFile(editor, []byte(script), 0o700); err != nil {
				t.Fatal(err)
			}
			s := start(t, []string{"HOME=" + t.TempDir(), "TERM=" + name, "EDITOR=" + editor}, "demo")
			s.see("Refund for order 4411")
			s.press("r")
			s.see("Reply to ")
			s.press("\x0f") // ctrl+o
			s.see("editing")
			s.press("a line\n")
			s.see("wrote a line")
			s.press("\x1b")
			s.see("Review")
			s.press("d")
			s.see("y discard")
			s.press("y")
			s.see("/ find")
			s.press("q")
			s.see("enter open")
			s.press("q")
			if code := s.end(); code != ExitDone {
				t.Errorf("it ended with %d", code)
			}
		})
	}
}
