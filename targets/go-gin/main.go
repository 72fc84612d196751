// The endpoint contract on Gin.
package main

import (
	"io"
	"net/http"

	"github.com/gin-gonic/gin"

	"perfcmp/shared"
)

const contentTypeJSON = "application/json; charset=utf-8"

type server struct {
	settings shared.Settings
	stats    *shared.RequestStats
	cache    *shared.ResponseCache
}

func main() {
	settings := shared.ReadSettings()
	s := &server{settings, shared.NewRequestStats(), shared.NewResponseCache(settings)}
	shared.Serve(settings, s.routes())
}

// New endpoints of the contract get their route here.
func (s *server) routes() http.Handler {
	gin.SetMode(gin.ReleaseMode)
	router := gin.New()
	router.HandleMethodNotAllowed = true
	router.RedirectTrailingSlash = false
	router.Use(gin.CustomRecovery(func(c *gin.Context, _ any) { sendError(c, shared.InternalServerError) }))
	// Gin has set Allow by then.
	router.NoMethod(func(c *gin.Context) { sendError(c, shared.MethodNotAllowed) })
	router.NoRoute(func(c *gin.Context) { sendError(c, shared.NotFound) })

	router.GET("/health", s.health)
	router.GET("/plaintext", s.plaintext)
	router.GET("/json", s.json)
	router.GET("/benchmark", s.benchmark)
	router.GET("/stats", s.requestStats)
	router.GET("/cached", s.cached)
	router.GET("/cached/:key", s.cached)
	router.GET("/cache/stats", s.cacheStats)
	router.POST("/admin/reset", s.reset)
	return router
}

func (s *server) health(c *gin.Context) {
	c.JSON(http.StatusOK, shared.DescribeHealth("go-gin", gin.Version))
}

func (s *server) plaintext(c *gin.Context) {
	c.String(http.StatusOK, shared.Plaintext)
}

func (s *server) json(c *gin.Context) {
	c.JSON(http.StatusOK, shared.Greeting{Message: "Hello, World!"})
}

func (s *server) benchmark(c *gin.Context) {
	outcome := shared.RunBenchmark(s.settings.BenchDelay)
	s.stats.Record(outcome.ProcessingTimeUs)
	c.JSON(http.StatusOK, outcome)
}

func (s *server) requestStats(c *gin.Context) {
	c.JSON(http.StatusOK, s.stats.Snapshot())
}

func (s *server) cached(c *gin.Context) {
	key := c.Param("key")
	if key == "" {
		key = shared.DefaultKey
	}
	if !shared.IsValidKey(key) {
		sendError(c, shared.InvalidKey)
		return
	}
	body, state := s.cache.Answer(key)
	c.Header("X-Cache", state)
	c.Data(http.StatusOK, contentTypeJSON, body)
}

func (s *server) cacheStats(c *gin.Context) {
	c.JSON(http.StatusOK, s.cache.Stats())
}

func (s *server) reset(c *gin.Context) {
	body := http.MaxBytesReader(c.Writer, c.Request.Body, s.settings.MaxBodyBytes)
	if _, err := io.Copy(io.Discard, body); err != nil {
		sendError(c, shared.PayloadTooLarge)
		return
	}
	s.stats.Reset()
	s.cache.Reset()
	c.Status(http.StatusNoContent)
}

func sendError(c *gin.Context, err shared.Error) {
	c.JSON(err.Status, err)
}
