package sandbox

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		New(Options{Now: func() time.Time { return noon }})
	}
}

func BenchmarkRequests(b *testing.B) {
	s := New(Options{Now: func() time.Time { return noon }, RateLimit: -1})
	long, _ := s.ConversationID("long-diary")
	for name, path := range map[string]string{"list": "/conversations?per_page=60", "long thread": "/conversations/" + long} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				req := httptest.NewRequest(http.MethodGet, path, nil)
				req.Header.Set("Authorization", "Bearer "+DefaultToken)
				req.Header.Set("Accept", "application/json")
				rec := httptest.NewRecorder()
				s.ServeHTTP(rec, req)
				if rec.Code != http.StatusOK {
					b.Fatalf("status %d", rec.Code)
				}
				s.journal = s.journal[:0]
			}
		})
	}
}
