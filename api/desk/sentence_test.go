package desk_test

import (
	"context"
	"fmt"
	"strings"
	"syscall"
	"testing"

	"parley/api/desk"
	"parley/api/store"
)

func TestSentenceNamesTheNextStep(t *testing.T) {
	t.Parallel()
	for err, want := range map[error]string{
		fmt.Errorf("keep draft: %w", syscall.ENOSPC): "The disk is full, so nothing more can be kept. Free some space",
		fmt.Errorf("open: %w", store.ErrNewer):       "Update Parley",
		fmt.Errorf("read: %w", context.Canceled):     "Cancelled.",
		desk.ErrReadOnly:                             "ead-only",
	} {
		if got := desk.Sentence(err); !strings.Contains(got, want) {
			t.Errorf("Sentence(%v) = %q, want %q", err, got, want)
		}
	}
}
