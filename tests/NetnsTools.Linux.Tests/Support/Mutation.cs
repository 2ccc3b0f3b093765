using System;

namespace NetnsTools.Linux.Tests.Support;

/// <summary>Makes datagrams wrong, in ways that length fields and readers of them care about.</summary>
internal static class Mutation
{
    /// <summary>Changes one to four places.</summary>
#pragma warning disable CA5394 // Repeatable on purpose.
    public static void Apply(byte[] bytes, Random random)
    {
        int count = 1 + random.Next(4);
        for (int change = 0; change < count; change++)
        {
            int position = random.Next(bytes.Length);
            switch (random.Next(4))
            {
                case 0:
                    bytes[position] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[position] = (byte)random.Next(256);
                    break;
                case 2:
                    // Lengths are at multiples of four.
                    byte[] length = BitConverter.GetBytes((ushort)random.Next(80));
                    length.AsSpan(0, Math.Min(length.Length, bytes.Length - (position & ~3))).CopyTo(bytes.AsSpan(position & ~3));
                    break;
                default:
                    bytes.AsSpan(position, Math.Min(4, bytes.Length - position)).Fill((byte)(random.Next(2) * 0xff));
                    break;
            }
        }
    }
#pragma warning restore CA5394
}
