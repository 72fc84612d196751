// The endpoint contract on Gin.
package main

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"perfcmp/shared"
)

const contentTypeJSON = "application/json; charset=utf-8"

type server struct {
	*shared.Workload
}

func main() {
	settings := shared.ReadSettings()
	s := &server{shared.NewWorkload(settings)}
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
	router.GET("/memory/stats", s.memoryStats)
	router.GET("/memory/efficiency", s.memoryEfficiency)
	router.POST("/zero-copy", s.zeroCopy)
	router.GET("/profiled", s.profiled)
	router.GET("/profiler/stats", s.profilerStats)
	router.POST("/files/process", s.filesProcess)
	router.GET("/io-benchmark", s.ioBenchmark)
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
	outcome := shared.RunBenchmark(s.Settings.BenchDelay)
	s.Stats.Record(outcome.ProcessingTimeUs)
	c.JSON(http.StatusOK, outcome)
}

func (s *server) requestStats(c *gin.Context) {
	c.JSON(http.StatusOK, s.Stats.Snapshot())
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
	body, state := s.Cache.Answer(key)
	c.Header("X-Cache", state)
	c.Data(http.StatusOK, contentTypeJSON, body)
}

func (s *server) cacheStats(c *gin.Context) {
	c.JSON(http.StatusOK, s.Cache.Stats())
}

func (s *server) memoryStats(c *gin.Context) {
	c.JSON(http.StatusOK, shared.DescribeMemory())
}

func (s *server) memoryEfficiency(c *gin.Context) {
	efficiency, fault := shared.MeasureMemoryEfficiency()
	sendOutcome(c, efficiency, fault)
}

func (s *server) zeroCopy(c *gin.Context) {
	body, bytesCopied, fault := shared.ReadBody(c.Writer, c.Request, s.Settings.MaxBodyBytes)
	if fault != nil {
		sendError(c, *fault)
		return
	}
	c.JSON(http.StatusOK, shared.DescribeUpload(body, bytesCopied))
}

func (s *server) profiled(c *gin.Context) {
	c.Data(http.StatusOK, contentTypeJSON, s.Profiler.Profile(c.Request))
}

func (s *server) profilerStats(c *gin.Context) {
	c.JSON(http.StatusOK, s.Profiler.Stats())
}

func (s *server) filesProcess(c *gin.Context) {
	body, _, fault := shared.ReadBody(c.Writer, c.Request, s.Settings.MaxBodyBytes)
	if fault != nil {
		sendError(c, *fault)
		return
	}
	paths, fault := shared.ParseFileRequest(body)
	if fault != nil {
		sendError(c, *fault)
		return
	}
	c.JSON(http.StatusOK, s.Files.Process(paths))
}

func (s *server) ioBenchmark(c *gin.Context) {
	benchmark, fault := s.Files.RunIoBenchmark()
	sendOutcome(c, benchmark, fault)
}

func (s *server) reset(c *gin.Context) {
	if _, _, fault := shared.ReadBody(c.Writer, c.Request, s.Settings.MaxBodyBytes); fault != nil {
		sendError(c, *fault)
		return
	}
	s.Reset()
	c.Status(http.StatusNoContent)
}

func sendOutcome(c *gin.Context, value any, fault *shared.Error) {
	if fault != nil {
		sendError(c, *fault)
		return
	}
	c.JSON(http.StatusOK, value)
}

func sendError(c *gin.Context, err shared.Error) {
	if after := err.RetryAfter(); after != "" {
		c.Header("Retry-After", after)
	}
	c.JSON(err.Status, err)
}
