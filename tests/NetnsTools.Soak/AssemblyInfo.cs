using System.Runtime.Versioning;

[assembly: SupportedOSPlatform("linux")]
[assembly: System.CLSCompliant(false)]
