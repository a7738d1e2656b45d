package pane

import (
	"fmt"
	"strings"

	"parley/api"
)

// ratings are the words that Intercom puts beside its five faces.
var ratings = [...]string{"terrible", "bad", "OK", "great", "amazing"}

// Rating says what a contact thought, in stars and in words: "★★★★☆ 4 of 5,
// great". It is "" while the contact has not answered.
func Rating(score api.Number) string {
	n, known := score.Get()
	if !known {
		return ""
	}
	if n < 1 || n > int64(len(ratings)) {
		return fmt.Sprintf("%d of %d", n, len(ratings))
	}
	stars := strings.Repeat("★", int(n)) + strings.Repeat("☆", len(ratings)-int(n))
	return fmt.Sprintf("%s %d of %d, %s", stars, n, len(ratings), ratings[n-1])
}
