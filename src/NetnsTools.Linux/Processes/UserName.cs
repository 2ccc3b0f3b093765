using System.Globalization;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux;

/// <summary>Users by name.</summary>
public static class UserName
{
    /// <summary>The name of a user from wherever the system keeps users (NSS); the number as text where there is none.</summary>
    public static string Of(uint userId) => LibC.FindUserName(userId) ?? userId.ToString(CultureInfo.InvariantCulture);
}
